variable "names" {
  type    = list(string)
  default = ["a"]
}
resource "terraform_data" "x" {
  for_each = var.names
  input    = 1
}
