variable "i" {}
module "b" {
  source   = "./b"
  for_each = toset(["x", "y.z"])
  k        = "${var.i}${each.key}"
}
output "b" { value = { for k, m in module.b : k => m.ks } }
