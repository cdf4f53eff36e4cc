module "m" {
  source = "./m"
  size   = 0
}
