module "a" {
  source = "./m"
  one    = 1
  two    = module.b.one
}
module "b" {
  source = "./m"
  one    = module.a.one
  two    = 2
}
output "a" { value = module.a.two }
