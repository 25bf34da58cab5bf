package dev.patchbay.mapping;

/** Text whose every look at a character counts as a step, so that a regular expression must end. */
final class MeteredCharacters implements CharSequence {

  private final String text;
  private final Budget budget;

  MeteredCharacters(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    budget.step();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
