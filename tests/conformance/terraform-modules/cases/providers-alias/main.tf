terraform {
  required_providers {
    terraform = { source = "terraform.io/builtin/terraform" }
  }
}
provider "terraform" { alias = "second" }
module "m" {
  source    = "./m"
  providers = { terraform.inner = terraform.second }
}
output "m" { value = module.m.v }
