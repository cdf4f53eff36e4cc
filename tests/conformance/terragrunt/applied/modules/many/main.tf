variable "a" {
  default = "default"
}

variable "b" {
  default = "default"
}

variable "c" {
  default = "default"
}

variable "d" {
  default = "default"
}

variable "e" {
  default = "default"
}

variable "f" {
  default = "default"
}

variable "g" {
  default = "default"
}

variable "h" {
  default = "default"
}

variable "i" {
  default = "default"
}

variable "j" {
  default = "default"
}

variable "k" {
  default = "default"
}

variable "l" {
  default = "default"
}

variable "m" {
  default = "default"
}

variable "n" {
  default = "default"
}

variable "o" {
  default = "default"
}

variable "p" {
  default = "default"
}
output "a" {
  value = var.a
}

output "b" {
  value = var.b
}

output "c" {
  value = var.c
}

output "d" {
  value = var.d
}

output "e" {
  value = var.e
}

output "f" {
  value = var.f
}

output "g" {
  value = var.g
}

output "h" {
  value = var.h
}

output "i" {
  value = var.i
}

output "j" {
  value = var.j
}

output "k" {
  value = var.k
}

output "l" {
  value = var.l
}

output "m" {
  value = var.m
}

output "n" {
  value = var.n
}

output "o" {
  value = var.o
}

output "p" {
  value = var.p
}
