data "terraform_remote_state" "x" {
  backend = "local"
  config  = { path = "nothing.tfstate" }
  defaults = { a = 1 }
}
output "v" { value = "a" }
output "w" {
  value       = "b"
  description = "d"
}
