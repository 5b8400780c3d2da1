// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package net.sf.json;

public final class JSONObject extends net.sf.json.AbstractJSON implements net.sf.json.JSON, java.util.Map<java.lang.String, java.lang.Object>, java.lang.Comparable {
    public JSONObject() {}
    public void clear() { throw null; }
    public int compareTo(java.lang.Object p0) { throw null; }
    public boolean containsKey(java.lang.Object p0) { throw null; }
    public boolean containsValue(java.lang.Object p0) { throw null; }
    public java.util.Set entrySet() { throw null; }
    public boolean equals(java.lang.Object p0) { throw null; }
    public java.lang.Object get(java.lang.Object p0) { throw null; }
    public java.lang.Object get(java.lang.String p0) { throw null; }
    public net.sf.json.JSONObject getJSONObject(java.lang.String p0) { throw null; }
    public int hashCode() { throw null; }
    public boolean isEmpty() { throw null; }
    public boolean isNullObject() { throw null; }
    public java.util.Set<java.lang.String> keySet() { throw null; }
    public java.lang.Object opt(java.lang.String p0) { throw null; }
    public boolean optBoolean(java.lang.String p0, boolean p1) { throw null; }
    public int optInt(java.lang.String p0, int p1) { throw null; }
    public net.sf.json.JSONObject optJSONObject(java.lang.String p0) { throw null; }
    public java.lang.String optString(java.lang.String p0) { throw null; }
    public java.lang.String optString(java.lang.String p0, java.lang.String p1) { throw null; }
    public java.lang.Object put(java.lang.String p0, java.lang.Object p1) { throw null; }
    public void putAll(java.util.Map p0) { throw null; }
    public java.lang.Object remove(java.lang.Object p0) { throw null; }
    public java.lang.Object remove(java.lang.String p0) { throw null; }
    public int size() { throw null; }
    public java.util.Collection values() { throw null; }
}
