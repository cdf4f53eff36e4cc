terraform {
  source = "../modules//calls"
}
