/** Why rows that have to be written anew cannot be copied while others use them, as the second half of a sentence. */
export interface Obstacle {
  readonly obstacle: string;
}

export const isObstacle = (found: object): found is Obstacle => "obstacle" in found;
