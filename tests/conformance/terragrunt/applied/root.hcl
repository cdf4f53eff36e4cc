terraform {
  extra_arguments "base" {
    commands  = ["apply", "plan"]
    arguments = ["-var=a=base", "-var=b=base"]
  }
  extra_arguments "both" {
    commands  = ["apply", "plan"]
    arguments = ["-var=c=base"]
  }
}
