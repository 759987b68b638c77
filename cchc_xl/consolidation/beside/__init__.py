"""What only others show: peers, earlier periods, provinces as inputs."""
