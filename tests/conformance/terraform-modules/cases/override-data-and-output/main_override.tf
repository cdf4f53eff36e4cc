output "w" {
  sensitive = true
}
data "terraform_remote_state" "x" {
  config = { path = "other.tfstate" }
}
