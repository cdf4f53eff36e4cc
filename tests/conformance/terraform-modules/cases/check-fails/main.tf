check "n" {
  assert {
    condition     = 1 > 2
    error_message = "Small."
  }
}
output "n" { value = 1 }
