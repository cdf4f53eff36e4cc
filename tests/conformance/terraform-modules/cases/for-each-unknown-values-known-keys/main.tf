resource "terraform_data" "a" { input = 1 }
module "m" {
  source   = "./m"
  for_each = { one = terraform_data.a.id, two = "t" }
  v        = each.value
}
output "m" { value = { for k, m in module.m : k => m.v } }
