module "a" {
  source = "./m"
}
module "b" {
  source     = "./m"
  depends_on = [module.a]
}
resource "terraform_data" "x" {
  input      = "x"
  depends_on = [module.b]
}
output "b" {
  value      = module.b.v
  depends_on = [terraform_data.x]
}
