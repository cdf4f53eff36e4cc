locals { n = 3 }
check "n" {
  assert {
    condition     = local.n > 2
    error_message = "Small."
  }
}
output "n" { value = local.n }
