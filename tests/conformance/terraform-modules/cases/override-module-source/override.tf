module "m" {
  source = "./two"
}
