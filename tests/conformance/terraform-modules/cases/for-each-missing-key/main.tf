module "m" {
  source   = "./m"
  for_each = toset(["a"])
}
output "x" {
  value = module.m["b"].v
}
