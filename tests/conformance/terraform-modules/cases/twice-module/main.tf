module "x" {
  source = "./m"
}
module "x" {
  source = "./m"
}
