module "a" {
  source = "./m"
  v      = module.b.v
}
module "b" {
  source = "./m"
  v      = module.a.v
}
