module "m" {
  source = "./m"
  t      = [1, 2, 3]
}
