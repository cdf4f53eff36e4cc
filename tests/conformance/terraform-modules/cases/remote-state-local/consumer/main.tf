terraform {
  backend "local" {
    path = "../state/consumer.tfstate"
  }
}
data "terraform_remote_state" "producer" {
  backend = "local"
  config = {
    path = "${path.module}/../state/producer.tfstate"
  }
}
locals { out = data.terraform_remote_state.producer.outputs }
resource "terraform_data" "each" {
  for_each = toset(local.out.names.a)
  input    = "${each.key}-${local.out.cidr}"
}
output "cidr" { value = cidrsubnet(data.terraform_remote_state.producer.outputs.cidr, 8, 1) }
output "all" { value = local.out }
output "missing" { value = try(local.out.nope, "default") }
