module "m" {
  source = "./m"
  n = { a = 1 }
}
