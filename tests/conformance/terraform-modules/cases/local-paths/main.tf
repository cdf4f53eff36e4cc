module "near" {
  source = "./modules/near"
  name   = "n"
}
module "up" {
  source = "./modules/deep/../near"
  name   = "u"
}
module "slashes" {
  source = "./modules//near"
  name   = "s"
}
output "near" { value = module.near }
output "up" { value = module.up.full }
output "slashes" { value = module.slashes.full }
