resource "terraform_data" "x" {
  input = "v"
  dynamic "nothing" {
    for_each = [1]
    content {
      a = nothing.value
    }
  }
}
