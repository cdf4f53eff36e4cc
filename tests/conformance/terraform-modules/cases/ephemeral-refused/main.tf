variable "token" {
  type      = string
  default   = "t"
  ephemeral = true
}
resource "terraform_data" "x" {
  input = var.token
}
