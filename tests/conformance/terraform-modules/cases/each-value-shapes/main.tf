locals {
  subnets = { for i, az in ["a", "b"] : "private-${az}" => { az = az, idx = i, cidr = cidrsubnet("10.0.0.0/16", 8, i) } }
  pairs   = { for p in setproduct(["x", "y"], [1, 2]) : "${p[0]}-${p[1]}" => { l = p[0], n = p[1] } }
  grouped = { for s in values(local.subnets) : s.az => s.cidr... }
}
resource "terraform_data" "subnet" {
  for_each = local.subnets
  input    = merge(each.value, { name = each.key })
}
resource "terraform_data" "pair" {
  for_each = local.pairs
  input    = each.value.n
}
module "m" {
  for_each = { for k, v in terraform_data.subnet : k => v.input.cidr }
  source   = "./m"
  cidr     = each.value
}
output "grouped" { value = local.grouped }
output "m" { value = { for k, m in module.m : k => m.first } }
