/** Stand-ins for the disk, the hub and the clock. */
package io.clawhub.client.doubles;
