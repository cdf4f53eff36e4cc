model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.10.0", "v3.14.4", "v3.19.0"]
  leaves_out = ["aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
