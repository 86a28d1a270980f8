package dev.tallystick.schema.catalogue;

/// A privilege on an object that somebody other than its owner has.
///
/// @param grantee a role, or `PUBLIC`
/// @param privilege `SELECT`, `EXECUTE` …
/// @param isGrantable whether the grantee may pass it on
public record Grant(String grantee, String privilege, boolean isGrantable)
    implements Comparable<Grant> {
  @Override
  public int compareTo(Grant other) {
    int byGrantee = grantee.compareTo(other.grantee);
    if (byGrantee != 0) return byGrantee;
    int byPrivilege = privilege.compareTo(other.privilege);
    return byPrivilege != 0 ? byPrivilege : Boolean.compare(isGrantable, other.isGrantable);
  }
}
