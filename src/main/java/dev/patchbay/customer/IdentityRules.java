package dev.patchbay.customer;

import java.util.Map;
import java.util.Set;

/**
 * When two claims are of one person, and whose word on a person wins.
 *
 * @param truth field of a person ({@code email}, {@code phone}, {@code firstName}, {@code
 *     lastName}, {@code company}, {@code address}) to the connection whose word wins; for others
 *     the newest verified word does
 * @param verified connections whose word on people counts as checked, such as the CRM and the till
 * @param sharedPhones E.164 numbers that many people use: they never join two people
 * @param blocked e-mail addresses and E.164 numbers that are never a customer
 * @param roles local parts of mailboxes that belong to a role, beside the usual ones
 * @param most e-mail addresses and phone numbers one customer may come to have by merging
 * @param ownNumbers the business's own E.164 numbers, which identify nobody
 */
public record IdentityRules(
    Map<String, String> truth,
    Set<String> verified,
    Set<String> sharedPhones,
    Set<String> blocked,
    Set<String> roles,
    int most,
    Set<String> ownNumbers) {

  /** How many addresses and numbers one customer may come to have where the stack says nothing. */
  public static final int MOST = 12;

  /** The rules of a stack that says nothing. */
  public static final IdentityRules USUAL =
      new IdentityRules(Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), MOST, Set.of());

  /** {@code toString} tells no addresses and numbers: people must not reach logs. */
  @Override
  public String toString() {
    return "IdentityRules[truth=" + truth + ", most=" + most + "]";
  }
}
