terraform {
  backend "local" {
    path = "../state/producer.tfstate"
  }
}
resource "terraform_data" "vpc" { input = "10.0.0.0/16" }
output "cidr" { value = terraform_data.vpc.input }
output "names" { value = { a = ["x", "y"], b = [] } }
output "number" { value = 5 }
