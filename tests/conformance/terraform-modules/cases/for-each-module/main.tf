module "m" {
  source   = "./m"
  for_each = { one = { size = 1 }, two = { size = 2 } }
  name     = each.key
  size     = each.value.size
}
module "c" {
  source = "./m"
  count  = 2
  name   = "c${count.index}"
  size   = count.index
}
module "none" {
  source   = "./m"
  for_each = toset([])
  name     = each.key
  size     = 0
}
output "whole" { value = module.m }
output "ids" { value = { for k, v in module.m : k => v.label } }
output "c" { value = module.c[*].label }
output "none" { value = module.none }
output "index" { value = module.c[1].label }
output "key" { value = module.m["two"].label }
