generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = templatefile("provider.tftpl", { region = "eu", tags = { a = "b" }, roles = ["r1", "r2"] })
}

generate "json" {
  path              = "x.auto.tfvars.json"
  if_exists         = "overwrite_terragrunt"
  disable_signature = true
  contents          = jsonencode({ a = [1, { b = null }], c = "é<>&" })
}

generate "file" {
  path      = "f.tf"
  if_exists = "skip"
  disable   = !fileexists("f.txt")
  contents  = fileexists("f.txt") ? file("f.txt") : ""
}
