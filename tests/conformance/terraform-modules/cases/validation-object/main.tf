module "m" {
  source = "./m"
  rules = {
    a = { port = 80 }
    b = { port = 99999 }
  }
}
