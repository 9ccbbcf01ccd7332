/** What agents say and know: plain values, shared by all rooms of this library. Depends on none of them. */
package io.clawhub.client.message;
