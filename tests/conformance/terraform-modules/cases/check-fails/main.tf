locals { one = 1 }
check "n" {
  assert {
    condition     = local.one > 2
    error_message = "Small."
  }
}
output "n" { value = 1 }
