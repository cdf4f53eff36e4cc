terraform {
  source = "../modules/calls"
}
