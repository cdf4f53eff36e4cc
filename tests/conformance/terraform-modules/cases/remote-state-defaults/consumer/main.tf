data "terraform_remote_state" "p" {
  backend = "local"
  config = {
    path = "../producer/terraform.tfstate"
  }
  defaults = {
    a = "default"
    b = "only default"
  }
}
terraform {
  backend "local" {
    path = "own.tfstate"
  }
}
output "a" { value = data.terraform_remote_state.p.outputs.a }
output "b" { value = data.terraform_remote_state.p.outputs.b }
