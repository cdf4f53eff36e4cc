module "m" {
  source = "./m"
  a      = 1
  b      = 2
}
