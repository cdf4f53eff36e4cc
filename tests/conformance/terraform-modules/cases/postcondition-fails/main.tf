resource "terraform_data" "x" {
  input = 1
  lifecycle {
    postcondition {
      condition     = self.input == 2
      error_message = "Small."
    }
  }
}
