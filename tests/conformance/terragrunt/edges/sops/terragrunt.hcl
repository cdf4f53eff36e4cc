locals {
  absent = try(jsondecode(sops_decrypt_file("absent.json")), { token = "none" })
}

inputs = {
  token = local.absent.token
  other = "known"
}
