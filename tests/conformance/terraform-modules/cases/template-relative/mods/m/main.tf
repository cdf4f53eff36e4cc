variable "path" {}
locals {
  list = [{ n = "a", on = true }, { n = "b", on = false }]
}
output "t" {
  value = [
    templatefile("${path.module}/t.tftpl", { list = local.list, name = "N" }),
    jsondecode(file("${path.module}/d.json")),
    yamldecode(file("${path.module}/d.yaml")),
    csvdecode(file("${path.module}/d.csv")),
    var.path,
    fileset("${path.module}/sub", "*.txt"),
  ]
}
