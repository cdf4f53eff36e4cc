module "a" {
  source = "./m"
  count  = 2
  name   = "a${count.index}"
}
module "b" {
  source = "./m"
  for_each = { for i, m in module.a : m.name => i }
  name   = "${each.key}:${each.value}"
}
output "b" { value = [for m in module.b : m.name] }
output "last" { value = module.a[length(module.a) - 1].name }
