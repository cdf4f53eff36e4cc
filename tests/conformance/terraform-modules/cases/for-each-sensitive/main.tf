variable "s" {
  default   = ["a"]
  sensitive = true
}
resource "terraform_data" "x" {
  for_each = toset(var.s)
  input    = 1
}
