locals {
  json = jsondecode(file("data.json"))
  yaml = yamldecode(file("${get_terragrunt_dir()}/data.yaml"))
}

inputs = {
  json     = local.json.a.b[1]
  yaml     = local.yaml
  template = templatefile("greeting.tftpl", { name = "you", list = ["a", "b"] })
  exists   = fileexists("data.json")
  absent   = fileexists("nothing.json")
  set      = fileset(get_terragrunt_dir(), "*.json")
  md5      = filemd5("data.json")
  marked   = jsondecode(file(mark_as_read("${get_terragrunt_dir()}/data.json"))).a.b[0]
  encoded  = base64encode(trimspace(file("greeting.tftpl")))
  yaml_out = yamlencode({ a = [1, "b"] })
}
