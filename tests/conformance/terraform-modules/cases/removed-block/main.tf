removed {
  from = terraform_data.gone
  lifecycle {
    destroy = false
  }
}
removed {
  from = module.gone
  lifecycle {
    destroy = true
  }
}
output "x" { value = 1 }
