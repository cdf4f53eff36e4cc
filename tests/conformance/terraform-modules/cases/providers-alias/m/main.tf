terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = [terraform.inner]
    }
  }
}
resource "terraform_data" "x" {
  provider = terraform.inner
  input    = "x"
}
output "v" { value = terraform_data.x.input }
