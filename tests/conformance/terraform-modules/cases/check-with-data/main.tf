check "s" {
  data "terraform_remote_state" "s" {
    backend = "local"
    config  = { path = "nothing.tfstate" }
    defaults = {}
  }
  assert {
    condition     = data.terraform_remote_state.s.outputs == {}
    error_message = "Full."
  }
}
output "x" { value = 1 }
