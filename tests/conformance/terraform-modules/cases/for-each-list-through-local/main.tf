locals { names = [for n in ["a"] : n] }
module "m" {
  source   = "./m"
  for_each = local.names
}
