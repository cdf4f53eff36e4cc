include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "../modules/many"
  extra_arguments "own" {
    commands  = ["apply", "plan"]
    arguments = ["-var=a=own"]
  }
  extra_arguments "both" {
    commands  = ["apply", "plan"]
    arguments = ["-var=d=both"]
  }
}
