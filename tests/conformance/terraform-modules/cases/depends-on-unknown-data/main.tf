resource "terraform_data" "x" { input = 1 }
data "terraform_remote_state" "s" {
  backend    = "local"
  config     = { path = "nothing.tfstate" }
  depends_on = [terraform_data.x]
}
output "o" { value = data.terraform_remote_state.s.outputs }
