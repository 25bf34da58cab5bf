package dev.patchbay.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

  private final SecureRandom random = new SecureRandom();

  @TempDir private Path folder;

  @Test
  void opensWhatItSealedForTheSameNameOnly() {
    Seal seal = Seal.inFolder(folder, random);
    byte[] sealed = seal.close("crm", "made-up token ü");

    assertThat(seal.open("crm", sealed)).contains("made-up token ü");
    assertThat(seal.open("ads", sealed)).isEmpty();
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("made-up");
  }

  @Test
  void refusesASealWithOneChangedBit() {
    Seal seal = Seal.inFolder(folder, random);
    byte[] sealed = seal.close("crm", "token");
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(seal.open("crm", changed)).as("bit %d", bit).isEmpty();
    }
    assertThat(seal.open("crm", new byte[3])).isEmpty();
  }

  @Test
  void keepsItsKeyInAFileThatOnlyTheOwnerReads() throws Exception {
    byte[] sealed = Seal.inFolder(folder.resolve("data"), random).close("crm", "token");

    assertThat(Seal.inFolder(folder.resolve("data"), random).open("crm", sealed)).contains("token");
    assertThat(Seal.inFolder(folder.resolve("other"), random).open("crm", sealed)).isEmpty();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data/secrets.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesAKeyOfTheWrongLength() {
    assertThatThrownBy(() -> Seal.withKey("c2hvcnQ=", random))
        .hasMessageContaining("5 bytes")
        .hasMessageContaining("openssl rand -base64 32");
  }
}
