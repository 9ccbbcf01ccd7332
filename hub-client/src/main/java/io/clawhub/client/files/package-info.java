/** Files that go with messages: to the hub, and from it into the workspace. Streams; never holds a file in memory. */
package io.clawhub.client.files;
