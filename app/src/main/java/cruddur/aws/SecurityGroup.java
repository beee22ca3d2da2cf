package cruddur.aws;

/// A list of the addresses from which a VPC allows connections to its members.
public record SecurityGroup(String id, String name, String vpcId) {

    @Override
    public String toString() {
        return id + " (" + name + ")";
    }
}
